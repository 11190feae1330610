/** Reads recorded requests that others are made of. */
import { get } from "../api";
import { addressed, headerOf, type Flow } from "../detail/types";
import { LONGEST_HEX, loadBody } from "../held/body";
import { hexOf } from "../held/bytes";
import type { HeldFlow } from "../held/calls";
import { draftOf } from "../held/draft";
import { size } from "../format";
import { kindOf, NO_BODY, redacted, type Base, type Body, type Composed } from "./request";
import { type FlowId } from "../flowid";

/** Reads the request of a flow. Throws a sentence if it cannot be edited and sent. */
export async function readBase(id: FlowId, signal: AbortSignal): Promise<Base> {
  const flow = addressed(await get<Flow>(`/flows/${id}`, {}, signal));
  if (flow.kind !== "http" || !flow.request) throw new Error(`Flow ${id} is a raw stream; only requests of HTTP can be sent again.`);
  const held = flow as HeldFlow;
  const { body, fixed } = await readBody(held, signal);
  const refused = redacted(flow, body);
  if (refused) throw new Error(refused);
  return { flow, draft: draftOf(held, "request"), body, fixed };
}

/** The request as it was recorded. */
export function unchanged(base: Base): Composed {
  return { of: base.flow.id, draft: base.draft, body: base.body };
}

async function readBody(flow: HeldFlow, signal: AbortSignal): Promise<{ body: Body; fixed: string }> {
  const facts = flow.bodies?.request;
  if (!facts || facts.size === 0) return { body: NO_BODY, fixed: "" };
  const fixed = `${size(facts.size)}${facts.type ? `, ${facts.type}` : ""}`;
  if (facts.lack !== null || facts.recorded < facts.size) return { body: { kind: "kept" }, fixed };
  const read = await loadBody(flow, { flow: flow.id, part: "request" }, "", signal);
  if (read.text !== null && !read.isLarge) return { body: { kind: kindOf(headerOf(flow.request?.headers, "content-type") ?? ""), text: read.text }, fixed: "" };
  if (!read.isLarge && !read.encoded && read.bytes.length <= LONGEST_HEX) return { body: { kind: "hex", hex: hexOf(read.bytes) }, fixed: "" };
  return { body: { kind: "kept" }, fixed };
}

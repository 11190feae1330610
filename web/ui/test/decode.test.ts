import assert from "node:assert/strict";
import test from "node:test";
import { authorizationOf, cookiesOf, decodedOf, type Fact, jwtOf, policyOf, queryOf, setCookieOf, traceparentOf } from "../src/detail/decode";

const NOW = Date.parse("2026-03-01T00:00:00Z");
const pairs = (facts: readonly Fact[]) => facts.map(fact => [fact.name, fact.value]);

test("a query keeps its order and repetition", () => {
  assert.deepEqual(pairs(queryOf("/a?x=1&x=%C3%A4+b&flag&=v#f")), [["x", "1"], ["x", "ä b"], ["flag", ""], ["", "v"]]);
  assert.deepEqual(pairs(queryOf("/a?bad=%zz")), [["bad", "%zz"]]);
  assert.deepEqual(queryOf("/a"), []);
});

test("cookies are taken apart", () => {
  assert.deepEqual(pairs(cookiesOf("a=1; b=x=y;c")), [["a", "1"], ["b", "x=y"], ["", "c"]]);
  const set = setCookieOf("id=7; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly", NOW);
  assert.equal(set.name, "id");
  assert.deepEqual(set.inner?.map(fact => fact.note), ["deletes the cookie", "deletes the cookie: the date is over", undefined]);
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a token has claims, and its times are told", () => {
  const token = `${encode({ alg: "HS256" })}.${encode({ sub: "ä", exp: NOW / 1000 - 3600 * 49 })}.sig`;
  const [, claims, signature] = jwtOf(token, NOW) ?? [];
  assert.deepEqual(pairs(claims?.inner ?? [])[0], ["sub", "ä"]);
  assert.match(claims?.inner?.[1]?.note ?? "", /expired 2 d ago/);
  assert.equal(signature?.note, "not checked");
  assert.equal(jwtOf("a.b.c", NOW), undefined);
  assert.equal(jwtOf(`${encode([1])}.${encode({})}.x`, NOW), undefined);
});

test("Basic has user and password, others their scheme", () => {
  assert.deepEqual(pairs(authorizationOf(`Basic ${Buffer.from("me:a:b").toString("base64")}`, NOW)), [["scheme", "Basic"], ["user", "me"], ["password", "a:b"]]);
  assert.match(authorizationOf("Basic %%%", NOW)[1]?.note ?? "", /not base64/);
  assert.deepEqual(pairs(authorizationOf('Digest username="M\\"x", nc=1', NOW)), [["scheme", "Digest"], ["username", 'M"x'], ["nc", "1"]]);
});

test("trace context and policies", () => {
  assert.equal(traceparentOf("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")[3]?.note, "sampled");
  assert.equal(traceparentOf("junk")[0]?.note, "malformed");
  assert.deepEqual(policyOf("default-src 'none'; script-src 'self' 'unsafe-inline'").map(fact => fact.note), [undefined, "allows 'unsafe-inline'"]);
});

test("what is decoded of a message", () => {
  const titles = decodedOf([{ name: "COOKIE", value: "a=1" }, { name: "X", value: "y" }], "/?q=1", NOW).map(each => each.title);
  assert.deepEqual(titles, ["Query", "Cookies"]);
});

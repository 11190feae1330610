// What a person chose for all bodies.
import { stored } from "../store";

/** The way of showing by media type. */
export const keptWays = stored<Record<string, string>>("views", {});
/** Whether long lines are wrapped. */
export const keptWrap = stored("wrap", true);

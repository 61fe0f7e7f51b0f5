import type { CSSResultGroup } from "lit";
import { beside } from "./beside.js";
import { bubbles } from "./bubbles.js";
import { composer, preferences, sheets } from "./composer.js";
import { frame } from "./frame.js";
import { routes } from "./routes.js";
import { base, tokens } from "./tokens.js";

export const styles: CSSResultGroup = [tokens, base, frame, bubbles, beside, routes, composer, sheets, preferences];

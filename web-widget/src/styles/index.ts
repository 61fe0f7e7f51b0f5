import type { CSSResultGroup } from "lit";
import { bubbles } from "./bubbles.js";
import { composer, preferences, sheets } from "./composer.js";
import { frame } from "./frame.js";
import { routes } from "./routes.js";
import { base, tokens } from "./tokens.js";

export const styles: CSSResultGroup = [tokens, base, frame, bubbles, routes, composer, sheets, preferences];

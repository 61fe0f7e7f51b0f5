/** The chat API's own words (backoffice/chat/openapi.yml), read at the edge and trusted inside. */

export type Sender = "visitor" | "bot" | "staff" | "system";
export type State = "bot" | "waiting" | "staff" | "closed";
export type Helped = "yes" | "partly" | "no";

export interface Button {
  readonly id: string;
  readonly title: string;
}

/** A way to help. `openNow` is null where the catalogue does not know the hours. */
export interface Route {
  readonly id: string;
  readonly name: string;
  /** Why this way, for this visitor. */
  readonly why: string | null;
  readonly description: string | null;
  readonly phone: string | null;
  readonly sms: string | null;
  readonly chatUrl: string | null;
  readonly url: string | null;
  /** Chat or sms before the telephone: the visitor may not be able to speak aloud. */
  readonly writeFirst: boolean;
  readonly openNow: boolean | null;
  readonly hours: string | null;
  readonly address: string | null;
  readonly mapUrl: string | null;
  readonly waitingWeeks: number | null;
}

export interface Safety {
  readonly name: string;
  readonly level: string | null;
  readonly sure: boolean;
}

/** Which question of how many a bubble asks, and whether it may be passed over. */
export interface Step {
  readonly number: number;
  readonly of: number;
  readonly optional: boolean;
}

/** Who has the conversation; `place` is the visitor's number in the line for a person, null unless the server tells it. */
export interface Standing {
  readonly state: State;
  readonly place: number | null;
}

/** One bubble. `seq` is 0 for a bubble the server could not store. */
export interface Message {
  readonly seq: number;
  readonly from: Sender;
  readonly at: string;
  readonly text: string;
  readonly key: string | null;
  readonly buttons: readonly Button[];
  readonly routes: readonly Route[];
  readonly safety: Safety | null;
  readonly step: Step | null;
}

export interface Credentials {
  readonly id: string;
  readonly token: string;
}

/** What the visitor sends: exactly one of text and button. */
export interface Posting {
  readonly clientId: string;
  readonly text?: string;
  readonly button?: string;
}

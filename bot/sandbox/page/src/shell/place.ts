// What every part of the page may need to know about where it is.
import { createContext } from "preact";

/** A message, by where it stands. */
export interface MessagePlace {
  channel: string;
  ts: string;
}

export interface Where {
  now: Date;
  /** Everybody whom one may choose in a menu of people. */
  people: { id: string; name: string }[];
  show: (message: MessagePlace) => void;
  nameOf: (id: string) => string | null;
  channelName: (id: string) => string | null;
}

export const Place = createContext<Where>({
  now: new Date(0),
  people: [],
  show: () => undefined,
  nameOf: () => null,
  channelName: () => null,
});

/** The message that an address leads to, as `chat.getPermalink` writes it; null for any other address. */
export function messageAt(address: string): MessagePlace | null {
  const url = new URL(address, location.href);
  const found = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(url.pathname);
  return url.origin === location.origin && found ? { channel: found[1] ?? "", ts: `${found[2]}.${found[3]}` } : null;
}

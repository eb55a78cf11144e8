// What every part of the page may need to know about where it is.
import { createContext } from "preact";

export interface Where {
  now: Date;
  nameOf: (id: string) => string | null;
  channelName: (id: string) => string | null;
}

export const Place = createContext<Where>({ now: new Date(0), nameOf: () => null, channelName: () => null });

// The line to the demo: what is going on comes over a WebSocket, what a person does goes out by POST.
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Json, Snapshot } from "./types";

export type Link = "connecting" | "open" | "lost";

export interface Live {
  link: Link;
  snapshot: Snapshot | null;
  /** Goes up each time the demo came back after it was away. */
  returns: number;
}

interface Hello {
  type: "hello";
  run: string;
  sources: string;
}

type Incoming = Hello | { type: "snapshot"; snapshot: Snapshot };

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 2000;

export class Refused extends Error {}

/** Ask the demo something, or have it do something. Throws `Refused` with words for people. */
export async function call<T extends object>(path: string, body?: { [name: string]: Json }): Promise<T> {
  const init: RequestInit = body
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : {};
  let answer: Response;
  try {
    answer = await fetch(`/page/api/${path}`, init);
  } catch {
    throw new Refused("The demo does not answer. It may be starting again.");
  }
  const told = (await answer.json().catch(() => ({}))) as T & { error?: string };
  if (!answer.ok) throw new Refused(told.error ?? "That did not work. Please try again.");
  return told;
}

/** Keeps up with the demo as one person sees it, and connects again whenever the line is lost. */
export function useLive(person: string): Live {
  const [link, setLink] = useState<Link>("connecting");
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [returns, countReturn] = useReducer((n: number, _: null) => n + 1, 0);
  const run = useRef("");

  useEffect(() => {
    let socket: WebSocket | null = null;
    let timer = 0;
    let pause = FIRST_PAUSE;
    let closed = false;

    const connect = () => {
      const address = new URL(`/page/live?as=${encodeURIComponent(person)}`, location.href);
      address.protocol = address.protocol.replace("http", "ws");
      socket = new WebSocket(address);
      socket.onmessage = (event: MessageEvent<string>) => {
        const told = JSON.parse(event.data) as Incoming;
        if (told.type === "snapshot") {
          setSnapshot(told.snapshot);
          setLink("open");
          return;
        }
        pause = FIRST_PAUSE;
        if (told.sources !== __SOURCES__) location.reload();
        if (run.current && run.current !== told.run) countReturn(null);
        run.current = told.run;
      };
      socket.onclose = () => {
        if (closed) return;
        setLink("lost");
        timer = window.setTimeout(connect, pause);
        pause = Math.min(pause * 1.6, LONGEST_PAUSE);
      };
    };

    connect();
    return () => {
      closed = true;
      window.clearTimeout(timer);
      socket?.close();
    };
  }, [person]);

  return { link, snapshot, returns };
}

// What a person does in Slack, sent to the demo.
import { call } from "../live";
import type { Block, Element, Json } from "../types";

interface ClickPlace {
  channel?: string;
  ts?: string;
  view?: string;
}

/** One person's hands: every method resolves once the bot has taken it, and throws `Refused` when it did not. */
export class Hands {
  constructor(private readonly me: string) {}

  async say(conversation: string, text: string, thread: string | null): Promise<void> {
    await call("say", { as: this.me, conversation, text, thread });
  }

  async command(conversation: string, command: string, text: string): Promise<void> {
    await call("command", { as: this.me, conversation, command, text });
  }

  async click(place: ClickPlace, element: Element, block: Block, chosen?: string[]): Promise<void> {
    await call("click", {
      as: this.me,
      ...place,
      block: block.block_id ?? "",
      action: element.action_id ?? "",
      chosen: chosen ?? null,
    });
  }

  async submit(view: string, values: { [block: string]: Json }): Promise<Record<string, string>> {
    const told = await call<{ errors?: Record<string, string> }>("submit", { as: this.me, view, values });
    return told.errors ?? {};
  }

  async closeView(view: string): Promise<void> {
    await call("close", { as: this.me, view });
  }

  async openHome(tab: "home" | "messages"): Promise<void> {
    await call("home", { as: this.me, tab });
  }

  async read(conversation: string, ts: string): Promise<void> {
    await call("read", { as: this.me, conversation, ts });
  }
}

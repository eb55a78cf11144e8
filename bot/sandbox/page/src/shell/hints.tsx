// Four short hints for a first visitor: each goes on by itself once it was followed.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Snapshot } from "../types";
import { Icon } from "./icons";
import { recall, remember } from "./memory";

export const DONE = 4;
const DECIDED = ["purchase", "cancel"];
const MOVED = 30 * 60 * 1000; // more than any clock drifts; the next working morning may be an hour away

interface Props {
  snapshot: Snapshot;
  step: number;
  onStep: (step: number) => void;
}

/** Which hint is due, counted from 0; `DONE` when there is none any more. */
export function useHints(): [number, (step: number) => void] {
  const [step, setStep] = useState(() => Number(recall("hints") ?? 0));
  const go = (next: number) => {
    setStep(next);
    remember("hints", String(next));
  };
  return [step, go];
}

export function Hints({ snapshot, step, onStep }: Props) {
  const [start] = useState(() => ({ orders: snapshot.world.orders.map((order) => order.id) }));
  const since = useRef<number | undefined>(undefined);
  const waited = useRef(new Set<number>());
  const fresh = snapshot.world.orders.filter((order) => !start.orders.includes(order.id));
  const decided = snapshot.world.orders.some((order) => waited.current.has(order.id) && DECIDED.includes(order.state));
  // Only what is done after a hint came up follows it: an order that was decided before does not.
  if (step !== 1) waited.current.clear();
  else for (const order of snapshot.world.orders) if (order.state === "to approve") waited.current.add(order.id);
  const buyer = snapshot.actors.find((actor) => actor.title.toLowerCase().includes("buyer"));

  useEffect(() => {
    if (step === 0 && fresh.length) onStep(1);
    if (step === 1 && decided) onStep(2);
    if (step === 2 && snapshot.desk.me === buyer?.id) onStep(3);
    const ahead = Date.parse(snapshot.world.now) - Date.now();
    if (step !== 3) since.current = ahead;
    else if (ahead - (since.current ??= ahead) > MOVED) onStep(DONE);
  }, [step, fresh.length, decided, snapshot.desk.me, snapshot.world.now]);

  if (step >= DONE) return null;
  const me = snapshot.actors.find((actor) => actor.id === snapshot.desk.me);
  const approver = snapshot.actors[0];
  const manager = snapshot.actors.find((actor) => actor.title === "Manager");
  const first = (name: string | undefined) => name?.split(" ")[0] ?? "somebody";
  const words = [
    <>
      {me?.id === approver?.id ? "You are " : "Act as "}
      <strong>{approver?.name}</strong>, who approves orders. Under <em>The demo’s world</em>, press <strong>Create</strong>: a buyer confirms
      an order in Odoo that needs an approval.
    </>,
    <>
      Its card comes to your messages with <em>procurement</em> within seconds, with everything needed to decide. Press{" "}
      <strong>Approve</strong>, or <strong>Reject</strong> and say why.
    </>,
    <>
      Look: the order’s state changed in Odoo. Now act as <strong>{first(buyer?.name)}</strong>, the buyer, and see what the buyer heard.
    </>,
    <>
      And when nobody decides? Create another one and press <strong>Next working morning</strong> a few times: the approvers are reminded, then{" "}
      <strong>{first(manager?.name)}</strong>, their manager, may decide.
    </>,
  ];
  return (
    <aside class="hints" aria-label="Hints">
      <p class="hints-step">
        {step + 1} of {DONE}
      </p>
      <p class="hints-words" role="status">
        {words[step]}
      </p>
      <div class="hints-deeds">
        {step < DONE - 1 && (
          <button type="button" class="link" onClick={() => onStep(step + 1)}>
            Next
          </button>
        )}
        <button type="button" class="icon-button" aria-label="Hide the hints" onClick={() => onStep(DONE)}>
          <Icon name="close" />
        </button>
      </div>
    </aside>
  );
}

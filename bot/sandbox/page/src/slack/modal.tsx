// The modal on top of a person's stack: asks, sends, and shows which answer the bot did not take.
import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../shell/dialog";
import type { View } from "../types";
import type { Hands } from "./acting";
import { Blocks } from "./blocks";
import { readValues } from "./inputs";

interface Props {
  view: View;
  hands: Hands;
  report: (error: unknown) => void;
}

export function Modal({ view, hands, report }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const failed = Object.keys(errors).length;

  useEffect(() => {
    if (failed) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);

  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || !form.current) return;
    setBusy(true);
    try {
      setErrors(await hands.submit(view.id, readValues(form.current, view.blocks)));
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
    }
  };
  const close = () => void hands.closeView(view.id).catch(report);

  return (
    <Dialog
      title={view.title?.text ?? "Dialog"}
      onClose={close}
      first=".b-input textarea, .b-input select, .b-input input"
      footer={
        <>
          <button type="button" class="button" onClick={close}>
            {view.close?.text ?? "Close"}
          </button>
          {view.submit && (
            <button type="submit" form={`form-${view.id}`} class="button is-primary" aria-disabled={busy} aria-busy={busy}>
              {view.submit.text}
            </button>
          )}
        </>
      }
    >
      <form id={`form-${view.id}`} ref={form} class="modal-form" noValidate onSubmit={(event) => void send(event)}>
        <p class={errors[""] ? "error" : "hidden"} role="alert">
          {errors[""] || (failed ? `Not sent: ${Object.values(errors).join(" ")}` : "")}
        </p>
        <Blocks
          blocks={view.blocks}
          using={{
            errors,
            act: (element, block, chosen) => hands.click({ view: view.id }, element, block, chosen).catch(report),
          }}
        />
      </form>
    </Dialog>
  );
}

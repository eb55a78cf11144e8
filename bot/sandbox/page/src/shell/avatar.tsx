// A person as a coloured square with initials; the bot as its own picture.
import type { Person } from "../types";
import { Icon } from "./icons";

const COLOURS = 8;

export function Avatar({ person, size }: { person: Pick<Person, "id" | "name"> & { bot?: boolean } | undefined; size?: "small" | "large" }) {
  const look = `avatar ${size ? `is-${size}` : ""}`;
  if (person?.bot) {
    return (
      <span class={`${look} is-bot`} aria-hidden="true">
        <Icon name="bot" />
      </span>
    );
  }
  const name = person?.name ?? "?";
  const initials = name.split(/\s+/).map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();
  return (
    <span class={`${look} colour-${colour(person?.id ?? name)}`} aria-hidden="true">
      {initials}
    </span>
  );
}

function colour(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 9 + (char.codePointAt(0) ?? 0)) % 7919;
  return sum % COLOURS;
}

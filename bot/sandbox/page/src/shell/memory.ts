// What a browser remembers between visits; a browser that forbids it still shows the page.

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`demo.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`demo.${name}`, value);
  } catch {
    // Private windows may forbid it: then it is asked again next time.
  }
}

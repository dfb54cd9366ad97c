const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Letters, digits, `-`, `.`, `_`, starting with a letter (id_wellformed). */
export function isWellFormedId(id: string): boolean {
  if (!isLetter(id.charCodeAt(0))) return false;
  for (let at = 1; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    if (!isLetter(code) && !isDigit(code) && code !== 45 && code !== 46 && code !== 95) return false;
  }
  return true;
}

/** What QEMU prints for an id that is not well formed, second line included. */
export const malformedIdText =
  "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.";

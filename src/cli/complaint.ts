/** What the headless interface says when it cannot do what was asked, in four parts. */
import type { FormatError } from '../core/codecs/format';

export interface Complaint {
  readonly what: string;
  readonly where: string;
  readonly why: string;
  readonly works: string;
}

const indented = (text: string): string => text.replaceAll('\n', '\n         ');

export const complaintText = ({ what, where, why, works }: Complaint): string =>
  `physmap: ${what}\n  where: ${where}\n  why:   ${indented(why)}\n  works: ${indented(works)}\n`;

/** Says a reader's complaint with the name of what was read. */
export function unreadable(name: string, { code, message, works, line, column, offset }: FormatError): Complaint {
  const places = [
    line === undefined ? '' : `, line ${line}`,
    column === undefined ? '' : `, column ${column}`,
    offset === undefined ? '' : `, byte ${offset}`,
  ];
  return { what: `${name} cannot be read (${code})`, where: `${name}${places.join('')}`, why: message, works };
}

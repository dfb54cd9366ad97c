/** Why the library could not do something, in four parts: what and where, why, and what would work. */
export interface Fault {
  readonly what: string;
  readonly works: string;
  /** It is the layout on screen that has no room, which nothing may replace unasked. */
  readonly isAboutShown?: true;
}

/**
 * @param what what was not done, and to what
 * @param cause what IndexedDB gave as the reason
 */
export function faultOf(what: string, cause: unknown): Fault {
  const { why, works } = reason(cause);
  return { what: `${what}: ${why}.`, works };
}

function reason(cause: unknown): { readonly why: string; readonly works: string } {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return {
        why: 'this browser’s storage for physmap is full',
        works: 'Delete layouts or versions here, or save the layout as a file; what is on screen is unchanged.',
      };
    case 'VersionError':
      return {
        why: 'a newer version of physmap has written this library',
        works: 'Close all tabs of physmap and open it again to get the newer one; files and links work as before.',
      };
    case 'SecurityError':
    case 'InvalidStateError':
    case 'ReferenceError':
    case 'MissingDatabase':
      return {
        why: 'this browser keeps no database for this page: it is switched off, or the window is private',
        works: 'Allow this site to store data, or save the layout as a file or a link; both work without it.',
      };
    default:
      return {
        why: `the browser’s database failed${name === '' ? '' : ` (${name})`}`,
        works: 'Try again, or save the layout as a file; what is on screen is unchanged.',
      };
  }
}

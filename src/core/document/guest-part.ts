/** What of a layout a command line can say. */
import type { LayoutDocument } from './schema';

const NO_HOST: LayoutDocument['host'] = { ranges: [], nodes: [], resources: [], dax: [] };

/** The layout without its host, the firmware and kernel that it is planned for, and the host memory behind its backends. */
export function guestPart(document: LayoutDocument): LayoutDocument {
  const backends = document.backends.map((backend) =>
    Object.fromEntries(Object.entries(backend).filter(([key]) => key !== 'host')),
  );
  return { ...document, backends: backends as LayoutDocument['backends'], host: NO_HOST, boot: {} };
}

/** Layouts whose exports are put to the test: the gallery's, and those of random command lines. */
import { importText } from '../../../core/codecs/importers';
import { defaultDialect } from '../../../core/dialects/index';
import { samples } from '../../../core/document/samples/index';
import type { LayoutDocument } from '../../../core/document/schema';
import { Random } from '../../random';
import { randomConfiguration } from '../configuration';
import { quoted } from '../quoted';

export interface ExportedLayout {
  readonly title: string;
  readonly document: LayoutDocument;
}

/** Devices that are real ones of the host. */
const OF_HOST = /^vfio-/;

/**
 * As it can be started here: memory is not reserved, since the layout may be larger than this machine; files of backends are in the
 * folder of the run; devices that are real ones of a host are left out. None of that has a part in any file.
 */
function startable(document: LayoutDocument, folder: string, name: string): LayoutDocument {
  const backends = document.backends.map((backend) => {
    const path = backend.path === undefined ? {} : { path: `${folder}/${name}-${backend.id}` };
    return { ...backend, ...path, reserve: false };
  });
  const devices = document.devices.filter((device) => device.kind !== 'other' || !OF_HOST.test(device.driver));
  return { ...document, backends, devices, events: [] };
}

/** Those of the gallery that a released QEMU speaks: a patched tree's own options are known to nobody else. */
export const galleryLayouts = (inside: string): readonly ExportedLayout[] =>
  samples.all
    .filter(({ document }) => document.dialect === defaultDialect.id)
    .map(({ id, document }) => ({ title: id, document: startable(document, inside, id) }));

/** Undefined where the command line of this number cannot be read as a layout. */
export function randomLayout(seed: number, number: number, inside: string): ExportedLayout | undefined {
  const words = randomConfiguration(new Random(seed * 1_000_003 + number));
  const read = importText(['qemu-system-x86_64', ...words.map(quoted)].join(' '));
  return read.ok && read.value.document.dialect === defaultDialect.id
    ? { title: `#${number}`, document: startable(read.value.document, inside, String(number)) }
    : undefined;
}

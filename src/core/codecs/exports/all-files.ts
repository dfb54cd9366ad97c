/**
 * All files of a layout in one zip, with a manifest of their sizes and hashes. The same layout gives the same bytes: fixed times and
 * order, and a compressor of our own.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { toHex } from '../../base/bytes';
import { ok } from '../../base/result';
import { VERSION } from '../../base/version';
import { compactDocument } from '../../document/defaults';
import { commandLine } from '../command-line-writer';
import { fileStem } from '../file-stem';
import { firmwareFiles } from '../firmware-files';
import type { Exporter } from '../format';
import { shellText } from '../shell-text';
import { checkPlanText } from './check-plan';
import { fwCfgText } from './fw-cfg-arguments';
import { doesNotStart } from './refusals';

export interface Manifest {
  /** Of the manifest itself. */
  readonly format: 1;
  /** The version that made it. */
  readonly physmap: string;
  readonly dialect: string;
  readonly title: string;
  /** The layout in its canonical form, which all other files follow from. */
  readonly layout: string;
  readonly files: readonly {
    readonly name: string;
    /** What QEMU calls it, for files that firmware reads. */
    readonly of?: string;
    readonly size: number;
    readonly sha256: string;
  }[];
}

/** The first time that a zip can hold; fflate reads it, and writes it, in local time, so that it is the same everywhere. */
const TIME = '1980-01-01T00:00:00';
/** `mem` is stated because fflate would else compute it from a logarithm, whose last bit engines may differ in. */
const PACKING = { level: 9, mem: 6, mtime: TIME } as const;

const LAYOUT = 'layout.json';

export const allFiles: Exporter = {
  id: 'all-files',
  title: 'All files (zip)',
  write(plan, document) {
    const found = firmwareFiles(plan);
    const arguments_ = fwCfgText(plan);
    if (!arguments_.ok) return doesNotStart('file', plan);
    const text = (name: string, content: string) => ({ name, bytes: strToU8(content) });
    const files = [
      ...found.map(({ fileName, name, bytes }) => ({ name: fileName, of: name, bytes })),
      text(LAYOUT, `${JSON.stringify(compactDocument(document), null, 2)}\n`),
      text('qemu.sh', `${shellText(commandLine(document), { onePerLine: true })}\n`),
      text('fw-cfg.txt', arguments_.value),
      text('check-plan.py', checkPlanText(plan)),
    ];
    const manifest: Manifest = {
      format: 1,
      physmap: VERSION,
      dialect: document.dialect,
      title: document.title,
      layout: LAYOUT,
      files: files.map(({ bytes, ...names }) => ({ ...names, size: bytes.length, sha256: toHex(sha256(bytes)) })),
    };
    const entries: Zippable = { 'manifest.json': [strToU8(`${JSON.stringify(manifest, null, 2)}\n`), PACKING] };
    for (const { name, bytes } of files) entries[name] = [bytes, PACKING];
    const content = zipSync(entries);
    return ok({ fileName: `${fileStem(document.title)}.zip`, mediaType: 'application/zip', content });
  },
};

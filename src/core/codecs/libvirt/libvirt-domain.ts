/** Reads libvirt domain XML, whole or in pieces, as what libvirt makes QEMU of it. */
import { err, ok, type Result } from '../../base/result';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported, Importer } from '../format';
import { imported } from '../qemu-options/outcome';
import { LONGEST_TEXT, tooLong } from '../text-place';
import { checkDomain } from './check-domain';
import type { Domain } from './domain';
import { domainOptions } from './domain-options';
import { Reading } from './reading';
import { domainIn, readDomain } from './read-domain';
import { reportOf } from './report';
import { readXml } from './xml-tree';

const WHOLE = /<domain[\s>]/;
const PIECE = /<(?:maxMemory|memoryBacking|currentMemory|numa|cell|memory)(?=[\s>/])/;
/** Other things in XML that may quote a domain. */
const FOREIGN = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!DOCTYPE\s+(?:html|svg)|svg|html)\b/i;

export const libvirtDomain: Importer = {
  id: 'libvirt-xml',
  title: 'libvirt domain XML, whole or in pieces',
  does: 'Takes the place of the layout, as QEMU would be started by libvirt.',
  example: "<memory unit='GiB'>8</memory>",

  sniff(text) {
    if (text.length > LONGEST_TEXT || !/^\s*</.test(text.replace(/^\uFEFF/, '')) || FOREIGN.test(text)) return 0;
    if (WHOLE.test(text)) return 0.985;
    return PIECE.test(text) ? 0.97 : 0;
  },

  read(text) {
    if (text.length > LONGEST_TEXT) return err(tooLong(text));
    const elements = readXml(text);
    if (!elements.ok) return elements;
    const found = domainIn(elements.value);
    const reading = new Reading(text);
    if (found === undefined || found.root.children.length === 0) return err(noDomain);
    const domain = readDomain(reading, found);
    const read = asImported(reading, domain);
    return read.ok ? ok({ ...read.value, report: reportOf(text, elements.value, reading, domain) }) : read;
  },
};

const noDomain: FormatError = {
  code: 'libvirt/nothing',
  message: 'There is no <domain> in this XML, nor a piece of one.',
  works: 'What `virsh dumpxml NAME` prints, or elements of it such as <maxMemory>, <memory>, <cpu> and <devices>.',
};

/** @param addsNode a cell is made where there is none, as KubeVirt relies on */
export function asImported(reading: Reading, domain: Domain, addsNode = false): Result<Imported, FormatError> {
  checkDomain(reading, domain, addsNode);
  if (reading.fault !== undefined) return err(reading.fault);
  const options = domainOptions(reading, domain);
  if (reading.fault !== undefined) return err(reading.fault);
  const args = options.flatMap(({ typed, text: value, hasArgument }) => (hasArgument ? [typed, value] : [typed]));
  const read = imported(reading.text, options, reading.notes, args);
  if (!read.ok) return read;
  return ok({ ...read.value, document: named(read.value.document, domain) });
}

function named(document: LayoutDocument, { title, firmware }: Domain): LayoutDocument {
  return {
    ...document,
    title: title.slice(0, 256),
    ...(firmware === undefined ? {} : { boot: { ...document.boot, firmware } }),
  };
}

/**
 * `npm run conformance -- --libvirt --schema PATH`: every layout of the gallery as libvirt domain XML, held to libvirt's published
 * schema (domain.rng) with xmllint.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { libvirtFile } from '../../../core/codecs/libvirt/domain-file';
import { libvirtDomain } from '../../../core/codecs/libvirt/libvirt-domain';
import { samples } from '../../../core/document/samples/index';
import type { LayoutDocument } from '../../../core/document/schema';
import { computePlan } from '../../../core/plan/compute';
import type { ExitCode } from '../../command';

const SCHEMA = '/usr/share/libvirt/schemas/domain.rng';

export function libvirtConformance(words: readonly string[]): ExitCode {
  const at = words.indexOf('--schema');
  const schema = at < 0 ? SCHEMA : (words[at + 1] ?? '');
  const reason = whyNot(schema);
  if (reason !== undefined) {
    process.stdout.write(`conformance: skipped, ${reason}\n`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'physmap-libvirt-'));
  try {
    const failures = samples.all.flatMap(({ id, document }) => failuresOf(id, document, schema, folder));
    for (const failure of failures) process.stdout.write(`${failure}\n`);
    process.stdout.write(
      `conformance: ${samples.all.length} domains, ${failures.length === 0 ? 'all valid' : `${failures.length} wrong`} by ${schema}\n`,
    );
    return failures.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function whyNot(schema: string): string | undefined {
  if (!existsSync(schema)) return `there is no ${schema}: name libvirt's domain.rng with --schema PATH`;
  return spawnSync('xmllint', ['--version']).status === 0 ? undefined : 'xmllint is not installed';
}

function failuresOf(id: string, document: LayoutDocument, schema: string, folder: string): readonly string[] {
  const file = libvirtFile.write(computePlan(document, 0), document);
  if (!file.ok) return [`${id}: ${file.error.message}`];
  const text = String(file.value.content);
  const path = join(folder, `${id}.xml`);
  writeFileSync(path, text);
  const read = libvirtDomain.read(text);
  return [
    ...(read.ok ? [] : [`${id}: not read back: ${read.error.message}`]),
    ...schemaFaults(schema, path).map((fault) => `${id}: ${fault}`),
  ];
}

function schemaFaults(schema: string, path: string): readonly string[] {
  try {
    execFileSync('xmllint', ['--noout', '--relaxng', schema, path], { stdio: 'pipe' });
    return [];
  } catch (thrown) {
    const said = typeof thrown === 'object' && thrown !== null && 'stderr' in thrown ? String(thrown.stderr) : '';
    return said.split('\n').filter((line) => line !== '');
  }
}

/** The SLIT (QEMU hw/acpi/aml-build.c, build_slit; spec: qemu-11.1 §7.4): distances between nodes. */
import type { FileField } from '../../plan/plan';
import { hasNumaTables, type AcceptedStartup } from './accepted';
import { ACPI_HEADER_BYTES, acpiHeaderFields, acpiTable } from './acpi';

/** Absent unless a distance was given. */
export function slitBytes(startup: AcceptedStartup): Uint8Array<ArrayBuffer> | undefined {
  const { distances } = startup.numa;
  if (!distances || !hasNumaTables(startup)) return undefined;
  return acpiTable('SLIT', 1, startup.machine, (out) => {
    out.u64(BigInt(distances.length));
    for (const row of distances) out.bytes(row);
  });
}

export function slitFields(startup: AcceptedStartup): readonly FileField[] {
  const fields = [...acpiHeaderFields(), { offset: ACPI_HEADER_BYTES, length: 8, label: 'number of nodes' }];
  let offset = ACPI_HEADER_BYTES + 8;
  for (const [from, row] of (startup.numa.distances ?? []).entries()) {
    for (const to of row.keys()) {
      fields.push({ offset, length: 1, label: `node ${from} to ${to}`, owner: 'distances' });
      offset += 1;
    }
  }
  return fields;
}

/** QEMU versions and patched trees that physmap plans for. Order is that of menus. */
import { registry } from '../base/registry';
import type { Dialect } from './dialect';
import { qemu11_0 } from './qemu-11.0';
import { qemu11_1 } from './qemu-11.1';
import { spmPatches } from './spm-patches';

export const dialects = registry<Dialect>([qemu11_1, qemu11_0, ...spmPatches]);

/** The dialect of a document that names none. */
export const defaultDialect = qemu11_1;

/** The dialect that a document names; where nobody knows it, the default one plans for it, and a finding says so. */
export const dialectOf = (id: string): Dialect => dialects.find(id) ?? defaultDialect;

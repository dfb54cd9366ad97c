/** QEMU versions and patched trees that physmap plans for. Order is that of menus. */
import { registry } from '../base/registry';
import type { Dialect } from './dialect';
import { qemu11_1 } from './qemu-11.1';

export const dialects = registry<Dialect>([qemu11_1]);

/** The dialect of a document that names none. */
export const defaultDialect = qemu11_1;

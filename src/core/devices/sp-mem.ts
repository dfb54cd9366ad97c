import { SOFT_RESERVED } from '../base/e820';
import * as z from 'zod/mini';
import { deviceKind } from './kind';
import { bytesSchema, extraSchema, identifierSchema, nodeSchema } from './shape';

/** Specific-purpose memory (QEMU 11.1, hw/mem/sp-mem): soft reserved in E820, in the device-memory window, cold-plug only. */
export const spMem = deviceKind({
  id: 'sp-mem',
  title: 'Specific-purpose memory',
  driver: 'sp-mem',
  region: 'soft-reserved',
  e820Type: SOFT_RESERVED,
  srat: 'cuts-window',
  schema: z.strictObject({
    kind: z.literal('sp-mem'),
    id: z.optional(identifierSchema),
    memdev: z.optional(z.string()),
    node: z.optional(nodeSchema),
    addr: z.optional(bytesSchema),
    extra: z.optional(extraSchema),
  }),
  fields: [
    { key: 'id', label: 'Name', input: 'identifier', placeholder: 'none' },
    { key: 'memdev', label: 'Backend', input: 'backend' },
    { key: 'node', label: 'Node', input: 'node', placeholder: 'node 0' },
    { key: 'addr', label: 'Address', input: 'address', placeholder: 'auto' },
  ],
  properties: {},
  coldPlugOnly: true,
  usesSlot: false,
  bus: 'none',
});

/** Pieces that the schemas of several kinds share. */
import * as z from 'zod/mini';

/** Document sizes and addresses are whole bytes that a JSON number holds exactly. */
export const bytesSchema = z.number().check(z.int(), z.minimum(0));
/** QEMU's rule for ids of objects and devices (util/id.c, id_wellformed). */
export const identifierSchema = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9\-._]*$/), z.maxLength(256));
export const nodeSchema = z.number().check(z.int(), z.minimum(0), z.maximum(0xffff_ffff));
/** Options kept as typed because they do not concern memory, or because QEMU refuses them. */
export const extraSchema = z.record(z.string().check(z.maxLength(256)), z.string().check(z.maxLength(4096)));

/** Properties of a backend while the machine runs (backends/hostmem.c), as far as they are predicted. */
import { OBJECT_KEYS } from '../../qemu/object-values';
import type { Backend } from '../../qemu/machine';
import { done, failed, notFound, type Reply } from '../reply';

/** @param isSet whether a value is given; every backend that runs has its memory by then */
export function ofBackend({ type, size, share }: Backend, path: string, name: string, isSet: boolean): Reply {
  if (name === 'type') return isSet ? failed(`Property '${type}.type' is not writable`) : done(type);
  if (name === 'size') return isSet ? failed(`cannot change property size of ${type} `) : done(size);
  if (name === 'share' && !isSet) return done(share);
  const isKnown = OBJECT_KEYS.get(type)?.some((key) => key.name === name) === true;
  return isKnown ? notFound(path) : failed(`Property '${type}.${name}' not found`);
}

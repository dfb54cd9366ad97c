import type { OtherDevice, PluggedDevice } from '../../qemu/machine';
import type { RunningMachine } from '../running-machine';

/** A device by its id, or by its absolute path in the object tree. */
export function findDevice(
  { population }: RunningMachine,
  name: string,
): { readonly memory: PluggedDevice } | { readonly other: OtherDevice } | undefined {
  const isIt = name.startsWith('/') ? matcherOf(name) : ({ id }: { id?: string }) => id === name;
  const memory = population.devices.find(isIt);
  if (memory !== undefined) return { memory };
  const other = population.others.find(isIt);
  return other === undefined ? undefined : { other };
}

function matcherOf(path: string): (device: { readonly id?: string; readonly nameless?: number }) => boolean {
  const [root, folder, name, ...rest] = path.split('/').filter((part) => part !== '');
  if (root !== 'machine' || name === undefined || rest.length > 0) return () => false;
  if (folder === 'peripheral') return ({ id }) => id === name;
  const number = /^device\[(\d+)\]$/.exec(name)?.[1];
  if (folder !== 'peripheral-anon' || number === undefined) return () => false;
  return ({ nameless }) => nameless === Number(number);
}

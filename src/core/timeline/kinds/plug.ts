import { askedAddress } from '../../document/extent';
import type { LayoutEvent } from '../../document/schema';
import { deviceKinds } from '../../devices/index';
import type { Backend } from '../../qemu/machine';
import { deviceAdd, objectAdd } from '../commands';
import { refusalOf, refusedEnd, type Attempt, type StepKind } from '../step-kind';
import type { World } from '../world';

type Plug = Extract<LayoutEvent, { do: 'plug' }>;

function attemptOf({ machine }: World, { device, backend }: Plug): Attempt {
  const there: Backend | undefined =
    device.memdev === undefined ? undefined : machine.population.backends.get(device.memdev);
  const size = backend?.size ?? (there === undefined ? undefined : Number(there.size));
  const start = askedAddress(device);
  const slot = 'slot' in device ? device.slot : undefined;
  return {
    kind: device.kind,
    node: ('node' in device ? device.node : undefined) ?? 0,
    ...(start === undefined ? {} : { start }),
    ...(size === undefined ? {} : { size }),
    ...(slot === undefined ? {} : { slot }),
  };
}

/** All of it is RAM of the guest once it is there. */
const isRam = (kind: string): boolean => deviceKinds.find(kind)?.region === 'dimm';

/** `object-add` of the step's own backend, if it brings one, then `device_add`. */
export const plug: StepKind<Plug> = {
  words: ({ device }) => `plugs ${device.id ?? `a ${deviceKinds.find(device.kind)?.title ?? device.kind}`}`,
  run(world, step) {
    const { backend, device } = step;
    const unbacked = backend === undefined ? undefined : refusalOf(world.ask(objectAdd(backend)));
    if (unbacked !== undefined) return refusedEnd(unbacked, { attempt: attemptOf(world, step) });
    const refusal = refusalOf(world.ask(deviceAdd(device, world.machine.context.dialect)));
    if (refusal !== undefined) {
      const left = backend === undefined ? {} : { leftBackend: backend.id };
      return refusedEnd(refusal, { attempt: attemptOf(world, step), ...left });
    }
    const come = world.machine.population.devices.at(-1);
    world.settle();
    if (come === undefined) return { outcome: 'done' };
    return { outcome: 'done', device: come, grows: isRam(come.kind) ? Number(come.size) : 0 };
  },
};

import { formatSize } from '../../base/size-text';
import type { LayoutEvent } from '../../document/schema';
import { requestSize } from '../commands';
import { refusalOf, refusedEnd, type StepKind } from '../step-kind';

/** `qom-set requested-size`: a request, which the guest's driver follows as far as it can. */
export const resize: StepKind<Extract<LayoutEvent, { do: 'resize' }>> = {
  words: ({ device, requestedSize }) => `asks ${device} for ${formatSize(requestedSize)}`,
  run(world, { device: id, requestedSize, reaches }) {
    const device = world.find(id);
    const found = device === undefined ? {} : { device };
    const refusal = refusalOf(world.ask(requestSize(id, requestedSize)));
    if (refusal !== undefined) return refusedEnd(refusal, found);
    if (device === undefined) return { outcome: 'done' };
    const grows = Math.max(0, requestedSize - Number(world.machine.running(device).pluggedSize));
    world.settle(reaches === undefined ? undefined : { reaches });
    const now = world.machine.running(device);
    if (now.pluggedSize === now.requestedSize) return { outcome: 'done', device, grows };
    const answers = world.guest?.settings.drivers.has('virtio_mem') === true;
    return { outcome: answers ? 'partial' : 'pending', device, grows };
  },
};

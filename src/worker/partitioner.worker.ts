/** The partitioner: messages in, core calls, messages out. */
import { samples } from '../core/document/samples/index';
import { computePlan } from '../core/plan/compute';
import type { Cancel, Request } from './protocol';
import { Desk } from './serve';

// A message to oneself queues behind the messages that are already there; a timer of 0 ms would wait up to 4.
const { port1, port2 } = new MessageChannel();
const deferred: (() => void)[] = [];
port2.onmessage = () => deferred.shift()?.();

const desk = new Desk(
  {
    plan: ({ document, revision }) => computePlan(document, revision),
    place: async (ask) => (await import('../core/plan/nearest-place')).nearest(ask),
    import: async ({ text, current }) => (await import('../core/codecs/importers')).importInSteps(text, current),
    export: async ({ exporter, document }) =>
      (await import('../core/codecs/export-layout')).exportLayout(exporter, document),
  },
  {
    post: (reply, transfer) => self.postMessage(reply, { transfer: [...transfer] }),
    defer(run) {
      deferred.push(run);
      port1.postMessage(null);
    },
    now: () => performance.now(),
  },
);

self.onmessage = (event: MessageEvent<Request | Cancel>) => desk.receive(event.data);

const [first] = samples.all;
if (first !== undefined) desk.warm({ document: first.document, revision: 0 });

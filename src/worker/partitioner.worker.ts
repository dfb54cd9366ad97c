/** The partitioner: messages in, core calls, messages out. */
import { fourApu } from '../core/document/samples/four-apu';
import { answers, prepareNext } from './answers';
import { PlanDeltas } from './plan-deltas';
import type { Cancel, Held, Request } from './protocol';
import { Desk } from './serve';

// A message to oneself queues behind the messages that are already there; a timer of 0 ms would wait up to 4.
const { port1, port2 } = new MessageChannel();
const deferred: (() => void)[] = [];
port2.onmessage = () => deferred.shift()?.();

const deltas = new PlanDeltas();
const desk = new Desk(
  answers,
  {
    post: (reply, transfer) => self.postMessage(deltas.packed(reply), { transfer: [...transfer] }),
    defer(run) {
      deferred.push(run);
      port1.postMessage(null);
    },
    now: () => performance.now(),
  },
  prepareNext,
);

self.onmessage = (event: MessageEvent<Request | Cancel>) => desk.receive(event.data);

// Nothing tells a page that its worker was ended from outside; the lock does, which is let go of then.
const lock = `physmap.worker.${performance.timeOrigin}.${Math.random()}`;
const held: Held = { id: 0, held: lock };
navigator.locks
  ?.request(lock, () => {
    self.postMessage(held);
    return new Promise<never>(() => undefined);
  })
  .catch(() => undefined);

// What a first visit shows. The other samples are the gallery's, which comes when it is opened.
desk.warm({ document: fourApu.document, revision: 0 });

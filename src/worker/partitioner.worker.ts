/** The partitioner: messages in, core calls, messages out. */
import { samples } from '../core/document/samples/index';
import { answers } from './answers';
import type { Cancel, Request } from './protocol';
import { Desk } from './serve';

// A message to oneself queues behind the messages that are already there; a timer of 0 ms would wait up to 4.
const { port1, port2 } = new MessageChannel();
const deferred: (() => void)[] = [];
port2.onmessage = () => deferred.shift()?.();

const desk = new Desk(answers, {
  post: (reply, transfer) => self.postMessage(reply, { transfer: [...transfer] }),
  defer(run) {
    deferred.push(run);
    port1.postMessage(null);
  },
  now: () => performance.now(),
});

self.onmessage = (event: MessageEvent<Request | Cancel>) => desk.receive(event.data);

const [first] = samples.all;
if (first !== undefined) desk.warm({ document: first.document, revision: 0 });

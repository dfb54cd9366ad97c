import { done, failed, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import { textOf, type QmpCommand } from './command';

/** user_creatable_del. A backend that a device or a node uses stays (host_memory_backend_prepare_delete). */
function run({ objects, population, leftFiles }: RunningMachine, given: Arguments): Reply {
  const id = textOf(given, 'id') ?? '';
  if (!objects.has(id)) return failed(`object '${id}' not found`);
  if (population.busy.has(id)) return failed(`Cannot delete host memory backend '${id}' which is mapped`);
  objects.delete(id);
  population.backends.delete(id);
  leftFiles.delete(id);
  return done();
}

export const objectDel: QmpCommand = { id: 'object-del', takes: { id: { type: 'string', required: true } }, run };

import { createBackend, TOO_SMALL } from '../../qemu/objects-backend';
import { objectOfJson } from '../../qemu/objects';
import { done, refused, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

/** What stands behind the first line is a hint for a terminal, and QMP has none (error_append_hint). */
const withoutHint = (text: string): string => text.split('\n', 1)[0] ?? text;

/** user_creatable_add_qapi. */
function run(machine: RunningMachine, given: Arguments): Reply {
  const request = objectOfJson(given, machine.context.dialect);
  if (!request.ok) return refused(request.error.code, request.error.text);
  const { id, type, values } = request.value;
  const size = values.get('size');
  const leavesFile = type === 'memory-backend-memfd';
  const created = createBackend(request.value, machine.objects, leavesFile ? machine.leftFiles.get(id) : undefined);
  if (!created.ok) {
    const { code, text } = created.error;
    if (leavesFile && code === TOO_SMALL && typeof size === 'bigint' && !machine.leftFiles.has(id)) {
      machine.leftFiles.set(id, size);
    }
    return refused(code, withoutHint(text));
  }
  machine.objects.set(id, true);
  if (created.value !== undefined) machine.addBackend(created.value);
  return done();
}

export const objectAdd: QmpCommand = { id: 'object-add', run };

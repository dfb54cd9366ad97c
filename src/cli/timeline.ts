import { answerTimeline as answerScenario } from '../core/guest/scenario';
import { readScenario } from '../core/runtime/scenario';
import type { Json } from '../core/codecs/json-text';
import type { Command } from './command';
import type { Line } from './lines';
import { answerRequests, failedLine, unreadableLine } from './requests';

/** A scenario of 100,000 steps, as QMP spells them. */
const LONGEST_REQUEST = 64 * 2 ** 20;

/** What QEMU answers at run time. */
export const timelineCommand: Command = {
  id: 'timeline',
  usage: '[--pretty] < requests.ndjson',
  summary: 'what QEMU would answer to QMP commands and a guest’s ACPI code, step by step',
  run: (words) => answerRequests('timeline', words, LONGEST_REQUEST, answerTimeline),
};

export function answerTimeline({ number, text }: Line): Json {
  if (text === undefined) return unreadableLine(null, number, `longer than ${LONGEST_REQUEST} characters`);
  const scenario = readScenario(text);
  if (!scenario.ok) return unreadableLine(null, number, scenario.error);
  try {
    return answerScenario(scenario.value);
  } catch (bug) {
    return failedLine(scenario.value.id, number, bug);
  }
}

/** Signs of what reviewers said, in a picture that nobody points at. */
import type { Review } from '../../../core/document/review';
import type { Partition } from '../../../core/space/partition';
import type { ScenePins } from '../picture/scene';
import { drawPins } from './draw-pins';
import { placePins } from './place-pins';
import { pinnedThreads } from './thread-ranges';

export function filePins(review: Review, partition: Partition): ScenePins {
  const threads = pinnedThreads(review, partition);
  return { draw: (pen, scene) => drawPins(pen, placePins(threads, scene), () => false) };
}

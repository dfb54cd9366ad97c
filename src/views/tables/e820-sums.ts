export { exactSum, shortCause, shortSize, sumsByType } from '../../core/rows/type-sums';

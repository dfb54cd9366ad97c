/** E820 types as most people know them: in the words of kernels before 7.0. */
export { typeWords as e820TypeWords } from '../../core/base/e820';

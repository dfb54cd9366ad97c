/**
 * The link to what a first visit shows, packed beforehand: a first visit then needs nothing that packs links. A test holds it to what
 * `encodeLink` makes.
 */
import { fourApu } from '../core/document/samples/four-apu';

export const firstDocument = fourApu.document;

export const FIRST_LINK = [
  'd=1.571.lmZHpg.3VjLboMwEPyVVc8IjG0IyS09tKdKVdUvSPOUUIkC6S3_3lk7Dk6KA6kqVcoR8M4ae3Y945Z76EqOe0_VfmeoF1EqC3rePBr',
  '2nbOumzr3QxZnYltngZIXEt1DcH_p5MuNBPuZAu1D51ppLXL8fV8Ktro3p8iydCyURH8zS92TQv8mRV6gCaM7w5xDm3Wm-JPS-q-yCUfxjvhR_',
  'GyjzLQDUbzIfhQ_2yjrry5M8JXy5A3CVzaUD1MyJRjh_KCyWsX0up_B2U1o6eLtYeIwquUJJqJ102zrSZKstx9xWX6W8ar6SnhOCU46HRPM0B5',
  'aaULQtPQ2faHZot7MF7RpIoJQIdYREDELzBH2ygCjc9TVsqGjgJzHF13hqpn3rUDY1fNE4B0Me1xFeUrsCDWSIyU0TmZ-dxXMB-',
  'qrfgelhcwzlRZqfKJZi8nrYMk9sODDqF6_ZlS-Ixhc42FUdY7KImFwWYdR2Sl5qMpHTUWR5xI7lLHWcrCyKPRYpOaVRfX_Fy9272BLbe4MO5uJ',
  '2-tW1HnqtGvuVqPC9LqGM2wYFmzIsMDmnoYFbqO6LqEOh28',
].join('');

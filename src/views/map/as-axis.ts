import type { AddressScale } from '../../draw/address-scale';
import type { ViewScale } from '../../draw/axis-view';

/** What is in sight of an axis, for what is drawn of whole axes. */
export const asAxis = (scale: ViewScale): AddressScale & ViewScale => ({ ...scale.base, ...scale });

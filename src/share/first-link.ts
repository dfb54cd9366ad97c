/**
 * The link to what a first visit shows, packed beforehand: a first visit then needs nothing that packs links. A test holds it to what
 * `encodeLink` makes.
 */
import { fourApu } from '../core/document/samples/four-apu';

export const firstDocument = fourApu.document;

export const FIRST_LINK = 'd=2.32.ZPj6eA.G620Ryvt0Up7tNIerbRHK-3RSnuIVNoA';

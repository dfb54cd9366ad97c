/**
 * The link to what a first visit shows, packed beforehand: a first visit then needs nothing that packs links. A test holds it to what
 * `encodeLink` makes.
 */
import { fourApu } from '../core/document/samples/four-apu';

export const firstDocument = fourApu.document;

export const FIRST_LINK = [
  'd=1.571.waPyZA.3VjLboMwEPyVVc8IjG0IyS09tKdKVdUvSPOUUIkC6S3_3lk7Dm6KgVSVKvUIeGeNPbueccs91XLvoToeDPUiSmVBj7t7w76vr',
  'Oumzv8hizOxrbNAyQuJ7iG4v3Ty5UaCfU-B9qFzrbQWOf5-KAVb3ZtTZFk6FUqiv5mlHkihf5IiL9CE0Z1hzqHNOlP8Smn9VdmEo3hH_Ch-tlFm2',
  'oEoXmQ_ip9tlPVXVya4pzx5g_CVDeXdnEwJRjg_qKw2MT0fF3B2M1q7eHuYOIxqfYGJaNs0-3qWJNv9W1yW72W8qT4SnlOCk07HBDN0hFaaETQtv',
  'cyfaLGqd8sV7ZqIIFSIdQREzApzhL0ywOgcdbVu6Cwgl_FVV-g1874VCLt6ngi8g2GPqyhPiZ2hJnKihMbJzO96wXygoep3UFrIPFNpoaYXmrWYv',
  'A6W3CMLPozKnzxUviMYXeNhVO8UYFQWCaPLOozKTslDVT5qKoo8l9ihjLWWg5VFoaciNa8sqv-_eHF4BVtqc2fY2UzcXreizlOnXXO3GhWm1zWcc',
  'cOwYGOGBTb3MixwG9V1CXU6fQI',
].join('');

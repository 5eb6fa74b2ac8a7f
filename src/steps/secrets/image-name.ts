import { looksThrownSmall } from './value-likeness';

/** `registry.io:5000/names/name:v1.2.3-alpine3.23`: words, and a tag that begins with a number. */
const IMAGE =
  /^(?<name>[a-z0-9][a-z0-9._-]{1,80}(?::\d{2,5}(?=\/))?(?:\/[a-z0-9][a-z0-9._-]{0,80}){0,4}):(?<tag>v?\d{1,4}(?:\.\d{1,6}){0,3}(?:[-.][a-z]{1,10}\.?\d{0,4}(?:\.\d{1,4}){0,3}){0,3})$/;
/** A word of a name, or one with a short number at its end; or a number. */
const WORD = /^(?:[a-z]{1,20}\d{0,3}|\d{1,5})$/;

/** True for the name of a container image with its version, as Compose reads it from its environment: nothing in it was thrown. */
export function isImageName(value: string): boolean {
  const { name, tag } = IMAGE.exec(value)?.groups ?? {};
  if (name === undefined || tag === undefined) return false;
  const words = name.split(/[/.:_-]+/);
  return words.every((word) => WORD.test(word) && !looksThrownSmall(word));
}

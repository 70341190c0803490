import type { RandomBytes } from '../../../platform/random.ts';

const consonants = 'bdfghklmnprstvwz';
const vowels = 'aeiu';
const syllablesPerWord = 3;
const words = 4;

/** Four made-up words such as `tobami-rekusu-dipila-nuzeka`: 72 random bits that can be read out and typed. */
export function generatePassword(random: RandomBytes): string {
  const syllables = [...random(words * syllablesPerWord)].map(syllable);
  return Array.from({ length: words }, (_, index) =>
    syllables.slice(index * syllablesPerWord, (index + 1) * syllablesPerWord).join(''),
  ).join('-');
}

/** Six bits of the byte; 64 divides 256, so that every syllable is equally likely. */
function syllable(byte: number): string {
  return consonants.charAt((byte >> 2) % consonants.length) + vowels.charAt(byte % vowels.length);
}

import { isCommonPassword } from './common-passwords.ts';

/** What most lists of leaked passwords begin with, without their usual decorations (`Password123!`, `p@ssw0rd`). */
const words = new Set(
  `abcdef access account adidas admin administrator adobe alexander alexandra amanda america andrea andrew angel
  angelina anthony apple ashley asshole austin azerty babygirl bailey banana barcelona baseball basketball batman beautiful
  benjamin biteme blahblah blessed bonjour brandon brooklyn buster butterfly captain caroline carolina changeit changeme
  changethis charlie cheese chelsea chester chicken chocolate christian computer cookie corvette cowboy daniel default
  diamond doctor dolphin donald dragon eminem england estrella fernando ferrari flower football forever freedom friends
  fuckme fuckoff fuckyou gabriel garfield george ginger google guitar hallo harley heather hello helloworld hockey hotmail
  hunter iloveme iloveyou internet jackson jasmine jennifer jessica jonathan jordan joshua justin justinbieber killer
  kimberly knight letmein letmeinnow linkedin liverpool lovely loveme loveyou maggie manchester marina martin master
  matrix matthew melissa mercedes merlin michael michelle minecraft monkey monster mustang naruto natalie newyork
  nicholas nicole nintendo nothing numberone orange parola pass passion passport passw passwd password passwort patrick
  peanut pepper phoenix playboy please pokemon princess princesa purple qazwsx qwerty qwertz rachel rainbow ranger
  realmadrid rebecca robert rockstar rockyou ronaldo samantha samsung scooter secret senha shadow slipknot snoopy soccer
  soleil spiderman starwars steelers summer winter spring autumn sunshine superman superstar sweety symbolon taylor tennis
  testing tequiero test thomas thunder tigger trustme trustno tweety twilight unknown user vanessa victoria volleyball
  welcome whatever william willow windows yankees yellow zxcvbn`.split(/\s+/),
);

/** Rows of keyboards and other orders in which a finger or the mind runs along, in both directions. */
const runs = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
  'zaq1xsw2cde3',
].flatMap((run) => [run, [...run].toReversed().join('')]);

const shortestRun = 3;
/** More characters around a word than this are taken for a secret of their own. */
const mostDecoration = 5;

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
};

/**
 * Whether a password is among the first that anybody would try: one of the most used, a common word with the usual decorations, a run along the
 * keyboard, or a short piece repeated (OWASP ASVS 5.0 §6.2.4, §6.2.11).
 */
export function isGuessable(password: string): boolean {
  const text = password.toLowerCase();
  return (
    isCommonPassword(password) ||
    isDecorated(password, words) ||
    isMadeOfRuns(text) ||
    /^(.{1,4})\1+$/u.test(text)
  );
}

/** Whether a password is one of these words, in lower case, and little else. */
export function isDecorated(password: string, of: ReadonlySet<string>): boolean {
  const text = password.toLowerCase();
  const core = text.replaceAll(/^[^a-z@$]+|[^a-z@$]+$/g, '');
  if (text.length - core.length > mostDecoration) return false;
  const plain = [...core].map((character) => lookAlikes[character] ?? character).join('');
  return [plain, plain.replaceAll('i', 'l'), core].some((word) => of.has(word));
}

function isMadeOfRuns(text: string): boolean {
  let rest = text;
  while (rest !== '') {
    const length = runLength(rest);
    if (length < shortestRun) return false;
    rest = rest.slice(length);
  }
  return true;
}

/** How many characters at the start of `text` follow one of the runs. */
function runLength(text: string): number {
  let longest = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const start = text.slice(0, length);
    if (!runs.some((run) => run.includes(start))) break;
    longest = length;
  }
  return longest;
}

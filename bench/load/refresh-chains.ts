import type { Answer } from './answer-reader.ts';
import type { RefreshChainsWork, Target } from './job.ts';
import { type Lane, judgeOf, postRequest, readLines } from './requests.ts';

const refreshToken = /"refresh_token":"([^"]+)"/;

/** Each lane spends its newest refresh token, forever. A lane whose answer was wrong has nothing left to ask. */
export function openRefreshChains(work: RefreshChainsWork, target: Target): () => Lane {
  const first = readLines(work.file, work.lines).values();
  const judge = judgeOf('tokens');
  return () => {
    let token = first.next().value;
    return {
      next() {
        if (token === undefined) return null;
        const body = `${work.form}&refresh_token=${token}`;
        token = undefined;
        return postRequest({ target, path: '/token', headers: work.headers, body });
      },
      judge(answer: Answer) {
        token = refreshToken.exec(answer.body)?.[1];
        return judge(answer);
      },
    };
  };
}

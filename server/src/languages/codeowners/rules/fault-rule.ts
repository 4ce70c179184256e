import type { Severity } from '../../language.ts';
import type { TextFinding, TextRule } from '../../text-language.ts';
import { faultsOf, type Fault, type FaultCode } from '../faults.ts';
import type { OwnersFile } from '../owners-file.ts';

type Fix = (fault: Fault, model: OwnersFile) => TextFinding['fix'];

/** A rule for what GitLab calls an error: its code is GitLab's, which the message names. */
export function faultRule(gitlabCode: FaultCode, fixOf: Fix = () => undefined): TextRule<OwnersFile> {
  const severity: Severity = 'error';
  return {
    code: `codeowners/${gitlabCode.replaceAll('_', '-')}`,
    severity,
    *check(model) {
      for (const fault of faultsOf(model)) {
        if (fault.code !== gitlabCode) continue;
        const fix = fixOf(fault, model);
        yield { range: fault.range, message: `${fault.message} (GitLab: ${gitlabCode})`, ...(fix && { fix }) };
      }
    },
  };
}

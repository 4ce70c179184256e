import predefined from '../../../../../schemas/gitlab-ci/predefined-variables.json' with { type: 'json' };
import settings from '../../../../../schemas/gitlab-ci/runner-settings.json' with { type: 'json' };

/** From when on a variable is there: for `include`, for `rules`, or only while a job runs. */
export type Availability = 'pre-pipeline' | 'pipeline' | 'job';

interface PredefinedVariable {
  readonly name: string;
  readonly availability: Availability;
  /** One line in Markdown. */
  readonly summary: string;
  /** What it may hold, where that is a short list. */
  readonly values: readonly string[];
}

/** A variable that one gives a value to, to say how the runner works. */
type RunnerSetting = Omit<PredefinedVariable, 'availability'>;

type PredefinedRow = readonly [availability: Availability, summary: string, values?: readonly string[]];
type SettingRow = readonly [summary: string, values?: readonly string[]];

/** GitLab's predefined variables by name (https://docs.gitlab.com/ci/variables/predefined_variables/). */
export const PREDEFINED_VARIABLES: ReadonlyMap<string, PredefinedVariable> = new Map(
  Object.entries(predefined as unknown as Readonly<Record<string, PredefinedRow>>).map(
    ([name, [availability, summary, values = []]]) => [name, { name, availability, summary, values }],
  ),
);

/** Variables that set the runner (https://docs.gitlab.com/ci/runners/configure_runners/). */
export const RUNNER_SETTINGS: ReadonlyMap<string, RunnerSetting> = new Map(
  Object.entries(settings as unknown as Readonly<Record<string, SettingRow>>).map(([name, [summary, values = []]]) => [
    name,
    { name, summary, values },
  ]),
);

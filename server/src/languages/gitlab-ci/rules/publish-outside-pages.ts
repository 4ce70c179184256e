import { entryOf, type YamlNode } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import { isInterpolated, isReference, scalarValue } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { perJob } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#pagespublish: `publish` belongs to a job that publishes a site. */
export const publishOutsidePages: Rule<Pipeline> = {
  code: 'gitlab-ci/publish-outside-pages',
  severity: 'error',
  check: perJob(function* ({ name, fields, open }) {
    const publish = fields.get('publish');
    if (publish === undefined || open || fields.has('trigger')) return;
    const pages = fields.get('pages')?.value;
    if (isGiven(publish.value) && isGiven(entryOf(pages, 'publish')?.value)) {
      yield { at: publish.key, message: `Job '${name}' has 'publish' twice, also under 'pages'; keep one of them` };
    }
    if (publishes(name, pages)) return;
    const message = `Job '${name}' has 'publish', but does not publish a site; add 'pages: true' to it`;
    yield { at: publish.key, message };
  }),
};

function publishes(name: string, pages: YamlNode | undefined): boolean {
  const isOff = scalarValue(pages) === false;
  const isOn = pages !== undefined && (isReference(pages) || isInterpolated(pages) || !isOff);
  return isOn || (name === 'pages' && !isOff);
}

function isGiven(value: YamlNode | undefined): boolean {
  return value !== undefined && scalarValue(value) !== null;
}

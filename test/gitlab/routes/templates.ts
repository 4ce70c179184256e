import { json, notFound, type Answer } from '../http/answer.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type Call, type Route } from '../http/router.ts';
import { projectRoute } from './project-route.ts';

function showTemplate(call: Call): Answer {
  const key = segment(call, 'name');
  const content = call.state.templates.get(key);
  return content === undefined ? notFound('Template') : json(200, { name: key, content });
}

function listTemplates(call: Call): Answer {
  return paginate(call, [...call.state.templates.keys()], (key) => ({ key, name: key }));
}

export const templateRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/templates/gitlab_ci_ymls',
    answer: listTemplates,
  },
  { method: 'GET', path: '/templates/gitlab_ci_ymls/:name', answer: showTemplate },
  projectRoute('GET', '/templates/gitlab_ci_ymls', listTemplates),
];

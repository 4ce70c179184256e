import { renderCurrentUser, renderPublicUser } from '../entities/user.ts';
import { json, notFound, type Answer } from '../http/answer.ts';
import { isExpired } from '../http/authentication.ts';
import { optionalText } from '../http/input.ts';
import { paginate } from '../http/pagination.ts';
import { segment, type Call, type Route } from '../http/router.ts';

const readsUsers = ['read_user'];

function listUsers(call: Call): Answer {
  const username = optionalText(call.input, 'username')?.toLowerCase();
  const search = optionalText(call.input, 'search')?.toLowerCase();
  const found = call.state.users.filter(
    (user) =>
      (username === undefined || user.username.toLowerCase() === username) &&
      (search === undefined || `${user.username}\n${user.name}`.toLowerCase().includes(search)),
  );
  return paginate(call, found, (user) => renderPublicUser(call.state, user));
}

function showUser(call: Call): Answer {
  const user = call.state.users.find((candidate) => String(candidate.id) === segment(call, 'user_id'));
  return user === undefined ? notFound('User') : json(200, renderPublicUser(call.state, user));
}

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    scopes: readsUsers,
    answer: (call) => json(200, renderCurrentUser(call.state, call.user)),
  },
  {
    method: 'GET',
    path: '/users',
    scopes: readsUsers,
    answer: listUsers,
  },
  {
    method: 'GET',
    path: '/users/:user_id',
    scopes: readsUsers,
    answer: showUser,
  },
  {
    method: 'GET',
    path: '/personal_access_tokens/self',
    // A token may always look at itself, whatever its scopes.
    scopes: ['any'],
    answer: ({ state, token }) =>
      json(200, {
        id: token.id,
        name: token.name,
        revoked: token.revoked,
        created_at: token.createdAt,
        description: null,
        scopes: token.scopes,
        user_id: token.userId,
        last_used_at: token.lastUsedAt,
        active: !token.revoked && !isExpired(state, token),
        expires_at: token.expiresAt,
        last_used_ips: ['127.0.0.1'],
      }),
  },
];

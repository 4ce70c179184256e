import { userById, type State, type UserRecord } from '../state.ts';

/** The form in which a user appears inside other entities. */
function renderBasicUser(state: State, user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    public_email: user.email,
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: null,
    web_url: `${state.url}/${user.username}`,
  };
}

export function renderUserById(state: State, id: number | null): Record<string, unknown> | null {
  return id === null ? null : renderBasicUser(state, userById(state, id));
}

/** `GET /user`: what only the user sees of themselves. */
export function renderCurrentUser(state: State, user: UserRecord): Record<string, unknown> {
  return {
    ...renderPublicUser(state, user),
    last_sign_in_at: user.createdAt,
    confirmed_at: user.createdAt,
    last_activity_on: user.createdAt.slice(0, 10),
    email: user.email,
    theme_id: 1,
    color_scheme_id: 1,
    projects_limit: 100_000,
    current_sign_in_at: user.createdAt,
    identities: [],
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: false,
    external: false,
    private_profile: false,
    commit_email: user.email,
    shared_runners_minutes_limit: null,
    extra_shared_runners_minutes_limit: null,
    scim_identities: [],
    is_admin: false,
  };
}

export function renderPublicUser(state: State, user: UserRecord): Record<string, unknown> {
  return {
    ...renderBasicUser(state, user),
    created_at: user.createdAt,
    bio: '',
    location: '',
    linkedin: '',
    twitter: '',
    discord: '',
    website_url: '',
    github: '',
    job_title: '',
    pronouns: null,
    organization: '',
    bot: false,
    work_information: null,
    local_time: null,
    followers: 0,
    following: 0,
    is_followed: false,
  };
}

export function renderMember(state: State, user: UserRecord, level: number): Record<string, unknown> {
  return {
    ...renderBasicUser(state, user),
    access_level: level,
    created_at: user.createdAt,
    created_by: null,
    expires_at: null,
    membership_state: 'active',
  };
}

# Sign-in, duty posts, people of the centre, story.

## Sign-in and duty post.

in-lead = Sign in to your centre's node
in-user = User name
in-password = Password
in-show = Show
in-hide = Hide
in-go = Sign in
in-busy = Signing in…
in-out = Sign out
in-missing = Give both the user name and the password.
in-refused = The user name or the password is not right.
in-too-often = Too many attempts. Wait a minute, then try again.
in-disabled = This user may not sign in. Ask the administration of your centre.
in-unreached = The node does not answer. Nothing was sent.
in-failed = The node could not do this. Try again.
in-note = Other parties see your post, never your name.
in-demo = Use implies no recognition, consent or cooperation.
in-account = Own post and sign-out
in-post-title = Take a duty post
in-post-lead = What you release is said by this post.
in-post-none = No post is given to you. The administration of your centre gives posts.
in-post-skip = Go on without a post, to look only
in-post-leave = Leave the post

## Users and sessions.

ad-title = People of this centre
ad-sub = never shown to another party
ad-add = Add a person
ad-add-go = Add
ad-added = Added.
ad-users = Users
ad-user = User name
ad-name = Name
ad-posts = Posts that may be taken
ad-post = Post
ad-languages = Languages
ad-state = State
ad-actions = Actions
ad-admin = administration
ad-is-admin = may administer people and sessions
ad-enabled = may sign in
ad-disabled = disabled
ad-enable = Enable
ad-disable = Disable
ad-again = Press again
ad-change = Change
ad-change-go = Save the change
ad-changed = Changed.
ad-new-password = New password (empty: unchanged)
ad-password-again = Password again
ad-need-id = User name: 2 to 32 small latin letters, digits, dot, dash.
ad-need-name = Give the name.
ad-need-password = Password: at least { $n } characters.
ad-need-same = The two passwords differ.
ad-need-language = At least one language.
ad-sessions = Signed in now
ad-no-sessions = Nobody is signed in.
ad-started = Since
ad-last = Last seen before
ad-this = this one
ad-revoke = End the session
ad-revoked = The session was ended.
ad-note = A disabled user is signed out at once. Changes are kept in this centre's own log.

## The story.

story-title = Story, played with invented data
story-all = All steps of the story
story-step = step { $n } of { $all }

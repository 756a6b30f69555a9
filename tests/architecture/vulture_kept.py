"""What vulture cannot see being used, each with who uses it. Read by vulture alone: nothing here is ever run."""
# ruff: noqa: B018, F821
# mypy: ignore-errors

# Members of closed choices that come from the administrator's files or the command line, by their values.
Month.JANUARY, Month.FEBRUARY, Month.MARCH, Month.APRIL, Month.MAY, Month.JUNE
Month.JULY, Month.AUGUST, Month.SEPTEMBER, Month.OCTOBER, Month.NOVEMBER, Month.DECEMBER
LeadershipRole.CLINICAL_LEAD, LeadershipRole.MEDICAL_DIRECTOR, LeadershipRole.ASSISTANT_MEDICAL_DIRECTOR
LeadershipRole.DIRECTOR_OF_EDUCATION, LeadershipRole.CLINICAL_TUTOR, LeadershipRole.POSTGRADUATE_DEAN
LeadershipRole.DIRECTOR_OF_RESEARCH, LeadershipRole.CLINICAL_NETWORK_DIRECTOR
LeadershipRole.CHAIR_OF_RESEARCH_ETHICS, LeadershipRole.RISK_MANAGEMENT, LeadershipRole.INFECTION_CONTROL

Facet.INTELLECTUAL, Facet.EMOTIONAL, Facet.INTERPERSONAL
ProcessRole.WORKER

# The type in a string annotation of a module that loads matplotlib only when it draws.
Axes

# Attributes and arguments that a library reads or gives by name.
trigger.end_date  # APScheduler ends a cron there
record.exc_text, record.stack_info  # logging prints them
client.wss_uri  # slack_sdk asks for a new address when it is None
_InMemory.spool_max_size  # Starlette keeps smaller files in memory
server.should_exit  # uvicorn stops on it
settings_cls, env_settings, dotenv_settings, file_secret_settings  # pydantic-settings calls with these names
against, coltype  # SQLAlchemy's signatures
drawn.described_by, plan.unchanged  # the templates of the console read them
stretch.styles, chat.you  # the templates of the demo read them
server.judge  # the benchmarks' Telegram server asks it about each message
_Kept.v  # pydantic checks the version of what is stored
ALL_RULES  # the page of retention is compared with them

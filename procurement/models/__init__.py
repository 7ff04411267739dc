"""The tables of procurement. Every subject adds its own line here, so that all tables are known at start."""

from procurement.models import assessment as assessment
from procurement.models import award as award
from procurement.models import award_terms as award_terms
from procurement.models import bidder_requests as bidder_requests
from procurement.models import bids as bids
from procurement.models import estimates as estimates
from procurement.models import followers as followers
from procurement.models import imported_points as imported_points
from procurement.models import late_bids as late_bids
from procurement.models import notices as notices
from procurement.models import openings as openings
from procurement.models import planning as planning
from procurement.models import policy as policy
from procurement.models import questions as questions
from procurement.models import rectifications as rectifications
from procurement.models import requirements as requirements
from procurement.models import sealed_files as sealed_files
from procurement.models import selection as selection
from procurement.models import tenders as tenders

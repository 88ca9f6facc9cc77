"""The words that names are looked through for: what people use, what they do, and who they are."""

from __future__ import annotations

from ilora_edge.schema_guess.words.word_sets import word_set

# A person does this with an item again and again, unlike buying one.
USED = word_set(
    "play played plays playback watch watched view viewed read listen listened visit visited open "
    "opened access accessed click clicked seen heard used use launched finished completed eaten "
    "cooked cook consumed streamed scrobbled brewed tasted practiced studied done touched "
    "launch finish attended tried drunk drank hiked climbed ridden baked smoked worn sung"
)
# Of what was read, or seen, 0 says that it was not, in however many numbers.
PAST = word_set("played watched viewed read listened visited opened accessed seen heard used done")
USING = USED | word_set("reading watching listening playing viewing cooking brewing")
# Before a word for a use: to_read, willWatch.
INTENDING = frozenset({"to", "will", "wanna"})
# What was got may be used later.
GOT = word_set("purchased purchase bought buy acquired ordered rented borrowed booked reserved")
# Where something is used; beside a thing they are no items.
PLACES = word_set(
    "destination venue place location store shop bar pub cafe restaurant park garden gym cinema "
    "theater theatre stadium hall hotel bakery museum station airport city library branch bed "
    "plot kitchen"
)
ITEMS = word_set(
    "item product movie film book track song article episode show video game recipe series dish "
    "podcast album artist page title course lesson exercise station wine beer drink restaurant "
    "venue place app photo story comic manga anime paper meal food coffee tea cocktail "
    "destination whisky whiskey perfume fragrance meditation poem puzzle quiz problem species"
)
# A table that only pairs these with persons says what they read, heard, ate or saw: nobody has
# them, works in them or may be let into them, as it is with hotels.
PAIRED = ITEMS | word_set(
    "documentary sitcom kdrama cartoon manhwa manhua webtoon novel novella ebook audiobook "
    "magazine essay musical opera ballet concert gig mixtape hymn sermon lecture painting artwork "
    "sculpture museum gallery exhibition exhibit fanfic fanfiction boardgame videogame crossword "
    "sudoku riddle snack dessert pie cookie bread cheese chocolate candy pizza burger sandwich "
    "ramen noodle soup salad cake cider mead sake bourbon scotch rum gin vodka tequila mezcal "
    "cognac brandy liqueur mocktail soda juice smoothie espresso kombucha cigar landmark monument "
    "castle temple shrine cathedral palace beach waterfall cave mountain peak summit volcano "
    "trail crag boulder coaster rollercoaster attraction lighthouse workshop webinar seminar "
    "tutorial kata scent cologne"
)
# In a table of uses, or of a log, these are what was used: seen, climbed, worn, gone to.
THINGS = PAIRED | word_set(
    "animal bird plant flower tree fish insect butterfly mushroom mammal reptile bean roast "
    "spirit liquor lager ale stout matcha sauce taco icecream strain site lake river island hill "
    "route ride resort hotel hostel lodge cabin campsite campground homestay zoo aquarium "
    "viewpoint sight tour cruise excursion brewery winery distillery bakery nightclub cafe pub "
    "spa sport talk piece composition symphony sonata etude band festival park activity clip toy "
    "puzzle deck drama vinyl cassette blog newsletter hike pose asana stretch drill outfit "
    "garment shoe sneaker dress church mosque massage"
)
USERS = word_set(
    "user users usr customer client member listener reader viewer buyer patron borrower subscriber "
    "shopper player student patient passenger guest visitor profile account person login username "
    "learner renter rater reviewer household consumer drinker diner eater traveler profil "
    "who child kid rider walker runner swimmer goer moviegoer observer watcher spotter angler "
    "hiker athlete golfer gamer fan donor attendee participant pupil trainee cyclist skier "
    "collector taster resident citizen voter respondent adherent uname "
    "climber fisher fisherman birder birdwatcher hunter lodger traveller tourist camper smoker "
    "foodie gourmet scholar alumnus alumni entrant registrant delegate spectator "
    "individual human mom dad couple housemate roommate parishioner worshipper worshiper believer "
    "congregant pilgrim devotee disciple snowboarder surfer diver sailor bowler sportsman lifter "
    "gymgoer yogi meditator biker motorcyclist jogger explorer adventurer hobbyist enthusiast geek "
    "nerd bookworm bibliophile cinephile filmgoer concertgoer theatergoer theatregoer museumgoer "
    "cardholder tester juror panelist critic commenter liker chatter cadet apprentice swimmer "
    "enrollee evaluator requester requestor invoker "
    "benutzer nutzer kunde kunden "
    "usuario utilisateur cliente mitglied"
)
USERS_PERHAPS = word_set("owner author creator poster employee staff sender by")
# They serve, teach or perform; what they do with things is hardly what they like.
AT_WORK = word_set(
    "candidate politician employee staff contact friend doctor teacher seller actor singer nurse "
    "physician professional barista barber stylist hairdresser therapist dentist lawyer agent "
    "manager waiter guide consultant vet cashier clerk chef officer operator supervisor "
    "salesperson instructor professor faculty lecturer tutor driver pilot trainer coach judge "
    "mechanic technician dj"
)
PERSONS = USERS | AT_WORK | word_set("owner people admin worker")
